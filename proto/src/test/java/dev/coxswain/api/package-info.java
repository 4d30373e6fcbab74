/// Compares the contract with the facts about Kubernetes' own.
package dev.coxswain.api;
