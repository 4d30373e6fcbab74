/// Whether what clients hear of the API server, and what it lets them watch, is one history: also
/// when it or its store die.
package dev.coxswain.integration.linearizability;
