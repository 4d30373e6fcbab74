/// Strategies and tables of ingresses, network policies and service addresses.
package dev.coxswain.apiserver.registry.networking;
