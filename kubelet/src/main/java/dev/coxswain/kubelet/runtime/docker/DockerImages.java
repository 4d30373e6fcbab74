package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.RegistryLogin;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The images of one engine.
final class DockerImages {
  private final DockerClients clients;
  private final DockerClient control;
  private final Map<String, String> references = new ConcurrentHashMap<>();

  DockerImages(DockerClients clients) {
    this.clients = clients;
    this.control = clients.control();
  }

  Optional<ImageRecord> find(String name) {
    try {
      return DockerFailures.translate(() -> {
        var image = control.inspectImageCmd(name).exec();
        var config = image.getConfig();
        return Optional.of(
            new ImageRecord(
                image.getId(),
                orEmpty(image.getRepoTags()),
                orEmpty(image.getRepoDigests()),
                image.getSize(),
                config == null || config.getUser() == null ? "" : config.getUser()));
      });
    } catch (RuntimeFailure failure) {
      if (failure.getCause() instanceof NotFoundException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  List<ImageRecord> all() {
    return DockerFailures.translate(() -> control.listImagesCmd().exec()).stream()
        .map(DockerImages::record)
        .toList();
  }

  private static ImageRecord record(Image image) {
    return new ImageRecord(
        image.getId(),
        named(image.getRepoTags()),
        named(image.getRepoDigests()),
        image.getSize(),
        "");
  }

  private static List<String> named(String[] references) {
    return references == null
        ? List.of()
        : Arrays.stream(references).filter(name -> !name.startsWith("<none>")).toList();
  }

  /// @throws InterruptedException if the pull was called off
  void pull(String image, Optional<RegistryLogin> login) throws InterruptedException {
    var request = clients.streaming().pullImageCmd(ImageNames.withTag(image));
    login.ifPresent(l ->
        request.withAuthConfig(
            new AuthConfig()
                .withRegistryAddress(l.registry())
                .withUsername(l.username())
                .withPassword(l.password())));
    try (var pulled = request.exec(new Reception<>(DockerImages::checkPull))) {
      pulled.await();
    } catch (IOException | RuntimeException e) {
      throw DockerFailures.failure(e);
    }
  }

  private static void checkPull(PullResponseItem item) {
    if (item.isErrorIndicated() && item.getErrorDetail() != null) {
      throw new RuntimeFailure("Error response from daemon: " + item.getErrorDetail().getMessage());
    }
  }

  /// How a status names the image with that id.
  String reference(String imageId) {
    return references.computeIfAbsent(
        imageId, id -> find(id).map(ImageRecord::reference).orElse("docker://" + id));
  }

  private static List<String> orEmpty(List<String> list) {
    return list == null ? List.of() : list;
  }
}
