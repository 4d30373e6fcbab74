/// Strategy and table of pod disruption budgets, and what they have to say when a pod is evicted.
package dev.coxswain.apiserver.registry.policy;
