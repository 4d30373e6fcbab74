/// Strategies and tables of the kinds that keep pods running.
package dev.coxswain.apiserver.registry.apps;
