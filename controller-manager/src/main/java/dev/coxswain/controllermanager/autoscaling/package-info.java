/// Horizontal pod autoscaling: measures, proposes a number of replicas, holds it back where the
/// rules say so, and sets the target's scale. Measures nothing itself; others serve the metrics.
package dev.coxswain.controllermanager.autoscaling;
