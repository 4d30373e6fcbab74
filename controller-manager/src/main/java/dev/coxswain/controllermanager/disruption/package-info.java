/// Says how many pods of a PodDisruptionBudget may be evicted now.
package dev.coxswain.controllermanager.disruption;
