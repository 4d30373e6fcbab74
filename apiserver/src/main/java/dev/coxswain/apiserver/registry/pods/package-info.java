/// Rules for pod specs, wherever they are: in pods and in the templates of the kinds that make
/// pods.
///
/// One file for each concern; `PodSpecValidation` strings them up in upstream's order, because
/// clients see the order.
package dev.coxswain.apiserver.registry.pods;
