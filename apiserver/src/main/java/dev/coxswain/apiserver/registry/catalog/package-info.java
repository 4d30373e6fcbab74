/// Names the strategy of each kind: the one place that knows them all.
package dev.coxswain.apiserver.registry.catalog;
