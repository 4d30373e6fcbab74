/// Which names and small values Kubernetes accepts, with the words in which it refuses others.
///
/// A check answers with what is wrong: an empty list means nothing is.
package dev.coxswain.apimachinery.validation;
