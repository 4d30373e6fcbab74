package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.rest.Forms.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'', JSON, WHOLE",
    "*/*, JSON, WHOLE",
    "'*/*;q=0.9, application/yaml;q=0.1', YAML, WHOLE",
    "'application/yaml;q=0.1, */*;q=0.9', JSON, WHOLE",
    "'text/html, application/xhtml+xml, */*;q=0.8', JSON, WHOLE",
    "'application/json;stream=other, application/yaml', YAML, WHOLE",
    "'application/yaml;stream=watch, application/json;stream=watch', JSON, WHOLE",
    "'application/json;v=v1, application/yaml', YAML, WHOLE",
    "application/yaml, YAML, WHOLE",
    "'application/vnd.kubernetes.protobuf, application/json', PROTOBUF, WHOLE",
    "'application/json;q=0.5, application/yaml', YAML, WHOLE",
    "'text/html, application/json', JSON, WHOLE",
    "application/json;as=Table;v=v1;g=meta.k8s.io, JSON, TABLE",
    "'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json', JSON, WHOLE",
    "'application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/json', JSON,"
        + " WHOLE",
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io, PROTOBUF,"
        + " METADATA",
    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io, JSON, METADATA_LIST",
  })
  void accepted(String header, MediaType mediaType, Shape shape) {
    assertThat(Forms.accepted(header, false)).isEqualTo(new Forms.Form(mediaType, shape));
  }

  @Test
  void kubectlsHeaderIsATable() {
    var header = TABLE + ",application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
    assertThat(Forms.accepted(header, true).shape()).isEqualTo(Shape.TABLE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "text/plain, false, '406: Not Acceptable\n\n"
        + "Available representations: application/json, application/yaml,"
        + " application/vnd.kubernetes.protobuf', true",
    "text/plain, true, '406: Not Acceptable\n\n"
        + "Available representations: application/json, application/yaml,"
        + " application/vnd.kubernetes.protobuf, application/json;stream=watch,"
        + " application/vnd.kubernetes.protobuf;stream=watch', true",
    "application/*, false, '406: Not Acceptable\n\n"
        + "Available representations: application/json, application/yaml,"
        + " application/vnd.kubernetes.protobuf', true",
    "application/json;as=Nothing;v=v1;g=meta.k8s.io, true, 'only the following media types are"
        + " accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',"
        + " false",
    "application/json;as=Table;v=v1beta1;g=meta.k8s.io, false, 'only the following media types are"
        + " accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',"
        + " false",
  })
  void saysWhatItHasWhenNothingIsAcceptable(
      String header, boolean streamed, String message, boolean detailed) {
    var e = catchThrowableOfType(ApiException.class, () -> Forms.accepted(header, streamed));
    assertThat(e.code()).isEqualTo(406);
    assertThat(e).hasMessage(message);
    assertThat(e.status().hasDetails()).isEqualTo(detailed);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'', JSON",
    "application/yaml, YAML",
    "text/plain, JSON",
    "application/yaml;as=Table;v=v1;g=meta.k8s.io, JSON",
    "'application/json;as=Table;v=v1;g=meta.k8s.io, application/yaml', YAML",
  })
  void refusalsHaveNoOtherShape(String header, MediaType mediaType) {
    assertThat(Forms.plainly(header)).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ",", "/", ";;q=x", ",;,", "application/json;as=Nothing", "q=NaN;="})
  void nonsenseIsNotAcceptable(String header) {
    var e = catchThrowableOfType(ApiException.class, () -> Forms.accepted(header, false));
    assertThat(e.code()).isEqualTo(406);
  }

  @Test
  void bodiesHaveOneOfThreeTypes() {
    assertThat(Forms.sent("")).isEqualTo(MediaType.JSON);
    assertThat(Forms.sent("application/JSON; charset=utf-8")).isEqualTo(MediaType.JSON);
    var e = catchThrowableOfType(ApiException.class, () -> Forms.sent("text/plain"));
    assertThat(e.code()).isEqualTo(415);
  }
}
