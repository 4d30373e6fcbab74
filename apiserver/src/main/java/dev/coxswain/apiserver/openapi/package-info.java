/// The OpenAPI documents over HTTP; they are made by the library, from the protobuf descriptors.
package dev.coxswain.apiserver.openapi;
