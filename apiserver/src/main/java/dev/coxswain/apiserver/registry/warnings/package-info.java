/// What clients should know of objects that are accepted all the same, in upstream's words.
package dev.coxswain.apiserver.registry.warnings;
