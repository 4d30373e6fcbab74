package dev.coxswain.kubelet.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTest {
  @ParameterizedTest(name = "{0} {1} is {2} of {3}")
  @CsvSource({
    "GET,     /exec/ns/pod/c,           get,    proxy",
    "POST,    /exec/ns/pod/c,           create, proxy",
    "POST,    /portForward/ns/pod,      create, proxy",
    "GET,     /containerLogs/ns/pod/c,  get,    proxy",
    "GET,     /pods,                    get,    pods proxy",
    "GET,     /pods/,                   get,    pods proxy",
    "GET,     /runningpods/,            get,    pods proxy",
    "GET,     /podsx,                   get,    proxy",
    "GET,     /healthz,                 get,    healthz proxy",
    "GET,     /healthz/syncloop,        get,    healthz proxy",
    "GET,     /configz,                 get,    configz proxy",
    "GET,     /stats/summary,           get,    stats",
    "GET,     /metrics,                 get,    metrics",
    "GET,     /metrics/cadvisor,        get,    metrics",
    "GET,     /logs/kubelet.log,        get,    log",
    "POST,    /checkpoint/ns/pod/c,     create, checkpoint",
    "GET,     /statusz,                 get,    statusz",
    "GET,     /flagz,                   get,    flagz",
    "PUT,     /run/ns/pod/c,            update, proxy",
    "PATCH,   /,                        patch,  proxy",
    "DELETE,  /anything,                delete, proxy",
    "OPTIONS, /stats,                   '',     stats"
  })
  void aRequestAsksFor(String method, String path, String verb, String subresources) {
    List<String> words =
        Arrays.stream(path.split("/", -1)).filter(word -> !word.isEmpty()).toList();
    assertThat(Asked.of(method, words))
        .isEqualTo(new Asked(verb, List.of(subresources.split(" ", -1))));
  }
}
