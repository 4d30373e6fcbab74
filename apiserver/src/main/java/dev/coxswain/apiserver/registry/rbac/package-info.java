/// Strategies and tables of roles and their bindings.
package dev.coxswain.apiserver.registry.rbac;
