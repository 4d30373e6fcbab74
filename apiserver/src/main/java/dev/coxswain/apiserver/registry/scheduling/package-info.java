/// Strategy and table of priority classes.
package dev.coxswain.apiserver.registry.scheduling;
