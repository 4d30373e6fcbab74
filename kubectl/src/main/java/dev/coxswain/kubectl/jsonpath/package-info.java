/// The JSONPath templates of `-o jsonpath`, `custom-columns` and `wait --for`. Pure.
package dev.coxswain.kubectl.jsonpath;
