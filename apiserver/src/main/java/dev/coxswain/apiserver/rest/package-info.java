/// The API over HTTP: paths and parameters in, [dev.coxswain.apiserver.request.ApiRequest]s out,
/// and the answers in the form that the client accepts.
///
/// What a request means is the pipeline's business; nothing here knows a kind.
package dev.coxswain.apiserver.rest;
