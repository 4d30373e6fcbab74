/// Strategies of the group `admissionregistration.k8s.io`.
package dev.coxswain.apiserver.registry.admissionregistration;
