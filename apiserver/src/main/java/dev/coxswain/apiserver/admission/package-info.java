/// Looks at each write after it is understood and before it is stored: completes the object, or
/// refuses it for reasons that other objects give. Each package below holds steps of one matter;
/// `catalog` names them and their order.
package dev.coxswain.apiserver.admission;
