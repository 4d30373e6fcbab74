/// HTTP/1.1 and HTTP/2 over TLS: bytes in, [HttpCall]s out, each on a virtual thread of its own.
///
/// Netty's event loops move bytes and nothing else. This package knows nothing of the API.
package dev.coxswain.apiserver.http;
