/// Strategy and table of leases.
package dev.coxswain.apiserver.registry.coordination;
