/// Points in time and durations in the forms that Go and Kubernetes write. Nothing here asks for
/// the current time.
package dev.coxswain.apimachinery.time;
