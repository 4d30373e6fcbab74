/// What objects take of resource quotas: the same arithmetic for the API server, which refuses what
/// is too much, and for the controller that keeps the books. Pure.
package dev.coxswain.apimachinery.quota;
