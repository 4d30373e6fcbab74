package dev.coxswain.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where an apiserver is and who calls: what a context of a kubeconfig says, with all files read.
///
/// @param server such as `https://127.0.0.1:6443`
/// @param authority PEM of the certificates to trust; the JDK's when absent
/// @param serverName what the server's certificate must be for, when that is not the host of
///   `server`
/// @param insecure whether any certificate of the server will do
/// @param identity the client certificate with its key
/// @param token a bearer token
/// @param namespace the namespace to use where none is asked for
public record RestConfig(
    URI server,
    Optional<Pem> authority,
    Optional<String> serverName,
    boolean insecure,
    Optional<Identity> identity,
    Optional<String> token,
    String namespace) {

  /// One or more PEM blocks.
  public record Pem(String text) {
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    // Keys don't belong into logs.
    @Override
    public String toString() {
      return "Pem[" + text.length() + " characters]";
    }
  }

  /// A certificate chain, leaf first, and the leaf's private key.
  public record Identity(Pem certificates, Pem key) {}

  /// The same server, without the caller's certificate and token.
  public RestConfig anonymous() {
    return new RestConfig(
        server, authority, serverName, insecure, Optional.empty(), Optional.empty(), namespace);
  }

  public String host() {
    return server.getHost();
  }

  @Override
  public String toString() {
    return "RestConfig[" + server + "]";
  }
}
