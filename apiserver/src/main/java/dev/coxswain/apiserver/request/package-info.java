/// One path for every request, whichever front it came through: authorize, decode, default, admit,
/// validate, store.
///
/// The fronts build an [ApiRequest] and encode the [ApiResponse]; what is particular to a resource
/// is its strategy's.
package dev.coxswain.apiserver.request;
