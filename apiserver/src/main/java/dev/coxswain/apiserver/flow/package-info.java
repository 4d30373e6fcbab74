/// How many requests are worked on at a time, and whose turn it is: flow schemas sort requests into
/// flows, priority levels share the seats among the flows.
///
/// Nothing here knows what a request does; it is known by its attributes alone.
package dev.coxswain.apiserver.flow;
