/// Deletes pods as far as their disruption budgets allow.
package dev.coxswain.apiserver.eviction;
