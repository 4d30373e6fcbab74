/// Looks at each write after it is understood and before it is stored: completes the object, or
/// refuses it for reasons that other objects give. `AdmissionChain` names the steps and their
/// order.
package dev.coxswain.apiserver.admission;
