// SwiftPM wants one source file in a C target; COpenVINO.h holds all there is.
