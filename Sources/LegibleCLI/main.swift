import ArgumentParser
import Legible
print("x")
