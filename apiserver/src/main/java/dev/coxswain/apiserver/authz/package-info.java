/// Who may do what: a chain of [Authorizer]s, the first that allows decides.
///
/// Nothing here looks at bodies; a request is known by its [Attributes] alone.
package dev.coxswain.apiserver.authz;
