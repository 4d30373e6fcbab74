/// Rolls the pods of a Deployment over from one revision to the next, by scaling its replica sets.
package dev.coxswain.controllermanager.deployment;
