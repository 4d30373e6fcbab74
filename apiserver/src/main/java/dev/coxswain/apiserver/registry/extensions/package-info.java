/// Tables of the kinds that configure the API server itself.
package dev.coxswain.apiserver.registry.extensions;
