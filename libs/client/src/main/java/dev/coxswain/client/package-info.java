/// Talking to an apiserver: calls, watches, and what every control loop is made of (informers, work
/// queues, leader election, events). Nothing here knows what any particular kind means, except for
/// `Lease` and `Event`.
package dev.coxswain.client;
