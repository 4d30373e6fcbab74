/// The OpenAPI documents, made from the descriptors and the comments of the proto files.
///
/// Nothing here is cached: a document is built when it is asked for.
package dev.coxswain.apimachinery.openapi;
