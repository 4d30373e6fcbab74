/// The whole cluster in one thread on simulated time, from one seed, on the very code that ships:
/// the registry over a store in memory, controllers, schedulers and their elections. Only kubelets,
/// clock and network are simulated.
package dev.coxswain.integration.simulation;
