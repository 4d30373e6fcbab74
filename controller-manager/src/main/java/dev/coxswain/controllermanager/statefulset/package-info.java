/// Runs the pods of a StatefulSet one after the other, each with a name and claims of its own.
package dev.coxswain.controllermanager.statefulset;
