/// What a node does with traffic to services, as data. Pure: knows neither the packet filter nor
/// the API server.
package dev.coxswain.kubeproxy.rules;
