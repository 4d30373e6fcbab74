/// Amounts of things, as Kubernetes writes them: `500m`, `2Gi`, `1e3`.
///
/// [Amount] parses, computes and prints. It never says what is being counted.
package dev.coxswain.apimachinery.quantity;
