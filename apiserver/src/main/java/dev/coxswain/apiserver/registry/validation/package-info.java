/// Rules that many kinds share, each a pure function that reports what is wrong with which field,
/// in upstream's words.
package dev.coxswain.apiserver.registry.validation;
