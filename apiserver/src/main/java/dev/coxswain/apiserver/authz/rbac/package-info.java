/// Roles and bindings: the rules that a user's bindings grant, and whether one of them covers a
/// request.
package dev.coxswain.apiserver.authz.rbac;
