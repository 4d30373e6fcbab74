/// Strategies and tables of storage classes and of what drivers say of themselves.
package dev.coxswain.apiserver.registry.storage;
