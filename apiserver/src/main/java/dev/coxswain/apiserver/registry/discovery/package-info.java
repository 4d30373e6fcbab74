/// Strategy and table of endpoint slices.
package dev.coxswain.apiserver.registry.discovery;
