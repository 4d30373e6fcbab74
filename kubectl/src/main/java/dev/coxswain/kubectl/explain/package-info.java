/// What fields mean, from the server's OpenAPI v3 document of one group and version. Pure.
package dev.coxswain.kubectl.explain;
