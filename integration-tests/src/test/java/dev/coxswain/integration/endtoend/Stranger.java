package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Somebody with a client certificate for the administrator's name that is worth nothing.
///
/// @param certificate the file with it
/// @param key the file with its private key
record Stranger(Path certificate, Path key) {
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final String SUBJECT = "/O=system:masters/CN=kubernetes-admin";

  /// Signed by an authority that calls itself as the cluster's does.
  static Stranger ofAnotherAuthority(LocalCluster cluster, Path folder)
      throws IOException, InterruptedException {
    Path authority = folder.resolve("other-ca");
    openssl(
        cluster,
        List.of(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=kubernetes",
            "-days",
            "1",
            "-keyout",
            authority + ".key",
            "-out",
            authority + ".crt"));
    return signed(cluster, folder.resolve("other"), authority.toString(), "1");
  }

  /// Signed by the cluster's own authority; its days are over.
  static Stranger expired(LocalCluster cluster, Path folder)
      throws IOException, InterruptedException {
    return signed(
        cluster, folder.resolve("expired"), cluster.directory().resolve("pki/ca").toString(), "-1");
  }

  private static Stranger signed(LocalCluster cluster, Path name, String authority, String days)
      throws IOException, InterruptedException {
    Path extensions = name.resolveSibling("extensions");
    Files.writeString(extensions, "extendedKeyUsage=clientAuth\n");
    var stranger = new Stranger(Path.of(name + ".crt"), Path.of(name + ".key"));
    openssl(
        cluster,
        List.of(
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            SUBJECT,
            "-keyout",
            stranger.key().toString(),
            "-out",
            name + ".csr"));
    openssl(
        cluster,
        List.of(
            "x509",
            "-req",
            "-in",
            name + ".csr",
            "-CA",
            authority + ".crt",
            "-CAkey",
            authority + ".key",
            "-set_serial",
            "1",
            "-days",
            days,
            "-extfile",
            extensions.toString(),
            "-out",
            stranger.certificate().toString()));
    return stranger;
  }

  /// What `curl` needs to show the certificate.
  List<String> curlFlags() {
    return List.of("--cert", certificate.toString(), "--key", key.toString());
  }

  private static void openssl(LocalCluster cluster, List<String> words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(words);
    var result = cluster.run(command, "", COMMAND);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.all());
    }
  }
}
