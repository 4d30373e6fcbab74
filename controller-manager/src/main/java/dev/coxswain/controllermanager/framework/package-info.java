/// What all controllers have in common: how they are strung together, and what they say of pods and
/// owners.
package dev.coxswain.controllermanager.framework;
