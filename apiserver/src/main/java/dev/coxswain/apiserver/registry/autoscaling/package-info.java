/// Strategies and tables of horizontal pod autoscalers.
package dev.coxswain.apiserver.registry.autoscaling;
