/// Who makes a request: client certificates, bearer tokens, and whom an administrator acts as.
///
/// What the user may do is `authz`'s question.
package dev.coxswain.apiserver.authn;
