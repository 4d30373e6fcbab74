/// Strategies and tables of the core group: pods, services, nodes, namespaces, configuration and
/// storage.
package dev.coxswain.apiserver.registry.core;
